using System.Diagnostics;

namespace EdgeCodec.Fuzz;

/// <summary>
/// Runs this program anew from a copy of its folder in which EdgeCodec.dll counts the branches it takes: SharpFuzz
/// rewrites its code. The library that is built stays as it is.
/// </summary>
internal static class Instrumentation
{
    private const string Library = "EdgeCodec.dll";

    /// <summary>Whether this process has the rewritten library.</summary>
    public static bool IsActive => typeof(EdgeModel).Assembly.GetReferencedAssemblies().Any(name => name.Name == "SharpFuzz.Common");

    /// <summary>Instruments, runs, and gives the exit status.</summary>
    public static int RunInstrumented(string[] args)
    {
        DirectoryInfo copy = Directory.CreateTempSubdirectory("edgecodec-fuzz-");
        try
        {
            foreach (string file in Directory.GetFiles(AppContext.BaseDirectory))
            {
                File.Copy(file, Path.Combine(copy.FullName, Path.GetFileName(file)));
            }
            SharpFuzz.Fuzzer.Instrument(Path.Combine(copy.FullName, Library), _ => true, SharpFuzz.Options.Value);
            var start = new ProcessStartInfo(Environment.ProcessPath!, [Path.Combine(copy.FullName, "EdgeCodec.Fuzz.dll"), .. args]);
            if (!string.Equals(Path.GetFileNameWithoutExtension(start.FileName), "dotnet", StringComparison.Ordinal))
            {
                start = new ProcessStartInfo(Path.Combine(copy.FullName, Path.GetFileName(start.FileName)), args);
            }
            using Process process = Process.Start(start)!;
            process.WaitForExit();
            return process.ExitCode;
        }
        finally
        {
            copy.Delete(recursive: true);
        }
    }
}
