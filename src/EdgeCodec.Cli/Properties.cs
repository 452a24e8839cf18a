using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("EdgeCodec.Cli.Tests")]
