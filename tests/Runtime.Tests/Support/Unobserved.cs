namespace DataLoader.Tests;

/// <summary>Tells whether an exception reaches <see cref="TaskScheduler.UnobservedTaskException"/> once its tasks are garbage.</summary>
internal static class Unobserved
{
    /// <summary>Runs a body that leaves garbage behind, and tells whether this exception was reported as unobserved.</summary>
    public static bool Reports(Exception error, Action body)
    {
        bool reported = false;
        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs args) => reported |= args.Exception.InnerExceptions.Contains(error);
        TaskScheduler.UnobservedTaskException += OnUnobserved;
        try
        {
            body();
            for (int i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            return reported;
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= OnUnobserved;
        }
    }
}
