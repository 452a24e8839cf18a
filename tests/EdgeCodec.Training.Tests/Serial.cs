using Xunit;

// Torch's random generator belongs to the process: runs that must repeat exactly cannot share it with other tests.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
