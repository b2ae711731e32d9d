// The default generator, default types and thread counts belong to the process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
