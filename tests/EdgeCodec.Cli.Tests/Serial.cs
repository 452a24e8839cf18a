using Xunit;

// The console belongs to the process: tests that read what a verb prints cannot share it.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
