using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("EdgeCodec.Cli.Tests")]
[assembly: InternalsVisibleTo("EdgeCodec.Bench.Codecs")]
[assembly: InternalsVisibleTo("EdgeCodec.Bench.Tests")]
