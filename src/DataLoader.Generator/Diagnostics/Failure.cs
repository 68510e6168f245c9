using System.Globalization;

namespace DataLoader.Generator.Diagnostics;

/// <summary>What a rule says, as the text of an exception.</summary>
internal static class Failure
{
    public static string Of(string ruleId, params string[] arguments)
        => ruleId + ": " + string.Format(CultureInfo.InvariantCulture, Rules.Get(ruleId).MessageFormat.ToString(CultureInfo.InvariantCulture), arguments);

    /// <summary>What is wrong, out of the text of <see cref="RuleIds.NoLoader"/>; the whole text of any other rule.</summary>
    public static string Reason(string text)
    {
        const string Because = ", because ";
        int start = text.StartsWith(RuleIds.NoLoader, System.StringComparison.Ordinal) ? text.IndexOf(Because, System.StringComparison.Ordinal) : -1;
        return start < 0 ? text : text.Substring(start + Because.Length);
    }

    /// <summary>Why BL0009 objects to one of two methods.</summary>
    public static string SameName(string loader) => $"another batch method of this namespace makes '{loader}' too";
}
