using EdgeCodec;

try
{
    OnnxSessions.Open(args[0], args[1]).Dispose();
    Console.WriteLine("opened");
    return 0;
}
catch (CloudException e)
{
    Console.WriteLine($"{e.Status}: {e.Message}");
    return 1;
}
