// Each of these tests wants the machine for itself.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
