using System.Globalization;

namespace SamlSp.Testing;

/// <summary>A clock that several processes share and a test moves: libfaketime, which reads the offset from a file.</summary>
public sealed class FakeTime
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    private readonly string _file;

    /// <summary>Starts at the present.</summary>
    /// <param name="folder">Where the file is put.</param>
    /// <exception cref="InvalidOperationException">faketime is not installed.</exception>
    public FakeTime(string folder)
    {
        if (!File.Exists(Library))
        {
            throw new InvalidOperationException("faketime is not installed (apt-get install faketime).");
        }

        _file = Path.Combine(folder, "time");
        SetAhead(TimeSpan.Zero);
        Variables = new Dictionary<string, string>
        {
            ["LD_PRELOAD"] = Library,
            ["FAKETIME_TIMESTAMP_FILE"] = _file,
            ["FAKETIME_NO_CACHE"] = "1",
            ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        };
    }

    /// <summary>The environment variables that give a process this clock.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Sets how far the clock is ahead of the real one; behind it, when negative.</summary>
    public void SetAhead(TimeSpan by)
    {
        // Renamed into place: a process never reads half a file.
        File.WriteAllText(_file + ".new", by.TotalSeconds.ToString("+0;-0;+0", CultureInfo.InvariantCulture));
        File.Move(_file + ".new", _file, overwrite: true);
    }
}
