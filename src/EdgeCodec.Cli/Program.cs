using EdgeCodec.Cli;

return Tool.Run(args);
