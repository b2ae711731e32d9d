// libtorch's random generator belongs to the process: one test at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
