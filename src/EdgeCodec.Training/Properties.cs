using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("EdgeCodec.Training.Tests")]
