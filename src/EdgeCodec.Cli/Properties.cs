using System.Runtime.CompilerServices;

[assembly: InternalsVisibleTo("EdgeCodec.Cli.Tests")]
[assembly: InternalsVisibleTo("EdgeCodec.Bench.Codecs")]
[assembly: InternalsVisibleTo("EdgeCodec.Bench.Stream")]
[assembly: InternalsVisibleTo("EdgeCodec.Bench.Tests")]
[assembly: InternalsVisibleTo("EdgeCodec.Campaign")]
[assembly: InternalsVisibleTo("EdgeCodec.Bench.Edge")]
[assembly: InternalsVisibleTo("EdgeCodec.Bench.LabelMaps")]
[assembly: InternalsVisibleTo("EdgeCodec.PictureCodecs")]
[assembly: InternalsVisibleTo("EdgeCodec.Training")]
[assembly: InternalsVisibleTo("EdgeCodec.Training.Tests")]
