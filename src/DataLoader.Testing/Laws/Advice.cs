namespace DataLoader.Testing.Laws;

/// <summary>What to change.</summary>
internal static class Advice
{
    public static string For<TValue>(BatchLaw law, bool isAnothers, Answer<TValue>? right, Answer<TValue> actual) => law switch
    {
        BatchLaw.Repeatable => "The values change by themselves. Test against data that stands still, or give a Comparer that leaves out what changes (a time, a counter).",
        BatchLaw.Known when actual.IsMissing => "Give keys that the backend has, or set AllowMissing. If it has this one: is the key compared in another case, precision or time zone?",
        BatchLaw.Known => "The batch method fails for a key that it should know.",
        _ when actual.IsMissing => "It is lost when others are asked for with it: is the answer cut off (a page, TOP, LIMIT), or filtered by the first key alone? Set MaxBatchSize, and ask by all parts of the key.",
        _ when actual.Error is KeyOrderException => "Rows come in another order than the keys: Order = ResultOrder.Any puts them in place.",
        _ when actual.Error is BatchContractException => "The list has too many or too few rows, or a row twice. KeyOf and Order = ResultOrder.Any allow missing rows; a join may repeat one: make rows distinct, or return a lookup.",
        _ when actual.Error is ArgumentException => "Does a dictionary get the same key twice, or a key that differs only in case or precision? Make keys distinct with the comparer that the backend has.",
        _ when actual.Error is not null && law == BatchLaw.Unknown => "A key without a value must not fail the others: leave it out of the answer, or return a LoadResult for each key.",
        _ when actual.Error is not null => "The batch method fails for some batches: is there a limit of parameters or of size? Set MaxBatchSize.",
        _ when isAnothers && law == BatchLaw.Unknown => "Values move up where a key has no row. Do not return them by position: KeyOf and Order = ResultOrder.Any, or a dictionary.",
        _ when isAnothers => "It has another key's value. Rows come in the backend's order, not in that of the keys: KeyOf and Order = ResultOrder.Any, or a dictionary.",
        _ when right is { IsMissing: true } => "It has a value only beside others: another key's row is taken for its own.",
        _ => "It depends on the other keys: is something of the first or last key used for all (a tenant, a filter, a date), or is a list cut off for the whole batch instead of for each key?",
    };
}
