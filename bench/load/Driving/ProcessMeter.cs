using System.Globalization;

namespace SamlSp.Load;

/// <summary>Reads from <c>/proc</c> what a process and its children have used.</summary>
internal static class ProcessMeter
{
    private const double TicksPerSecond = 100;

    /// <summary>CPU time so far, user and system, in seconds, of a process and its living children.</summary>
    public static double CpuSeconds(int processId)
    {
        var total = 0.0;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (
                !int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || Fields(folder) is not { } fields
            )
            {
                continue;
            }

            if (id == processId || int.Parse(fields[1], CultureInfo.InvariantCulture) == processId)
            {
                total +=
                    (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture))
                    / TicksPerSecond;
            }
        }

        return total;
    }

    /// <summary>Resident memory in bytes.</summary>
    public static long ResidentBytes(int processId) => Status(processId, "VmRSS:") * 1024;

    /// <summary>Threads.</summary>
    public static long Threads(int processId) => Status(processId, "Threads:");

    /// <summary>Open file descriptors.</summary>
    public static int Handles(int processId) => Directory.GetFileSystemEntries($"/proc/{processId}/fd").Length;

    private static long Status(int processId, string key)
    {
        var line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(l => l.StartsWith(key, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    /// <summary>The fields after the command's name, which may itself have spaces: state, parent, …</summary>
    private static string[]? Fields(string folder)
    {
        try
        {
            var text = File.ReadAllText(folder + "/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            // It has just ended.
            return null;
        }
    }
}
