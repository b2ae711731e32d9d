// libtorch's thread counts are process-wide, so the tests run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
