using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SamlSp.Protocol;

namespace SamlSp.Tool;

/// <summary>
/// Used assertion IDs in a file: one line each, the instant until which it counts and a hash of issuer and ID. Calls at the same time wait
/// for each other (FILE.lock), the file is replaced as a whole, and what cannot be read or written ends the call: a cache that is lost
/// would accept.
/// </summary>
internal sealed class ReplayCacheFile(string file)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // What is forgotten could be accepted again by a call that judges a little earlier. What is there counts as used, whatever its instant.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(10);

    /// <summary>Remembers an assertion; false when it was remembered before.</summary>
    public bool TryUse(VerifiedAssertion assertion, DateTimeOffset now)
    {
        var key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(assertion.Issuer + "\n" + assertion.Id)));
        try
        {
            using var exclusive = Lock();
            var entries = Read();
            if (!entries.TryAdd(key, assertion.ReplayableUntil))
            {
                return false;
            }

            var lines = entries
                .Where(e => now - e.Value <= Margin)
                .Select(e => $"{e.Value.UtcDateTime.ToString("O", CultureInfo.InvariantCulture)} {e.Key}");
            var aside = file + ".new";
            File.WriteAllLines(aside, lines);
            File.Move(aside, file, overwrite: true);
            return true;
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UsageException($"cannot use the replay cache {file}: {exception.Message}");
        }
    }

    private Dictionary<string, DateTimeOffset> Read()
    {
        var entries = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        if (!File.Exists(file))
        {
            return entries;
        }

        foreach (var line in File.ReadLines(file))
        {
            if (
                line.Split(' ') is not [var text, { Length: 64 } key]
                || !DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var until)
            )
            {
                throw new UsageException($"{file} is no replay cache");
            }

            entries[key] = until;
        }

        return entries;
    }

    // The lock file stays: removing it would let two calls hold two locks of one name.
    private FileStream Lock()
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return new(file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException exception)
                when (exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException)
                    && waited.Elapsed < Patience
                )
            {
                Thread.Sleep(20);
            }
        }
    }
}
