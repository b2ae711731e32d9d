using Xunit;

// Sessions wait for one another anyway; this way the report says which class took the time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
