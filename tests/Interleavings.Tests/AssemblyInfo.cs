// One run at a time: the watchdog of the runtime is static.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
