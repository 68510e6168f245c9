// One test at a time: several count the batches of code that runs on the pool, and two cores shared with other tests are another program.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
