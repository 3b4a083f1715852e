using System.Diagnostics;
using System.Text.Json;

namespace SamlSp.Tool;

/// <summary>
/// Refresh tokens by server, in a file that the user alone can read. Calls at the same time wait for each other (FILE.lock): a refresh
/// token is good once, and a second use would end them all. The file is replaced as a whole.
/// </summary>
internal sealed class TokenFile : IDisposable
{
    private const UnixFileMode UserOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _file;
    private readonly FileStream _lock;

    private TokenFile(string file, FileStream exclusive) => (_file, _lock) = (file, exclusive);

    /// <summary>Where tokens are kept when a call does not say.</summary>
    public static string DefaultPath =>
        Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
            "samlsp",
            "tokens.json"
        );

    /// <summary>Opens the file for this call alone.</summary>
    public static async Task<TokenFile> OpenAsync(string? path, CancellationToken cancellation)
    {
        var file = Path.GetFullPath(path ?? DefaultPath);
        try
        {
            var folder = Path.GetDirectoryName(file)!;
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UserOnly | UnixFileMode.UserExecute);
            }

            return new(file, await LockAsync(file + ".lock", cancellation));
        }
        catch (Exception exception) when (IsFileFault(exception))
        {
            throw new UsageException($"cannot use {file}: {exception.Message}");
        }
    }

    /// <summary>What is kept, by server.</summary>
    public Dictionary<string, KeptToken> Read()
    {
        if (!File.Exists(_file))
        {
            return new(StringComparer.Ordinal);
        }

        if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(_file) & ~UserOnly) != UnixFileMode.None)
        {
            throw new UsageException(
                $"others may use {_file}: restrict it to your account (chmod 600), and sign in again if another user could read it"
            );
        }

        return new(ToolFiles.ReadJson<Dictionary<string, KeptToken>>(_file), StringComparer.Ordinal);
    }

    /// <summary>Replaces what is kept.</summary>
    public void Write(Dictionary<string, KeptToken> tokens)
    {
        var aside = _file + ".new";
        try
        {
            File.Delete(aside);
            using (var stream = Create(aside, FileMode.CreateNew))
            {
                JsonSerializer.Serialize(stream, tokens, ToolFiles.Json);
            }

            File.Move(aside, _file, overwrite: true);
        }
        catch (Exception exception) when (IsFileFault(exception))
        {
            throw new UsageException($"cannot write {_file}: {exception.Message}");
        }
    }

    public void Dispose() => _lock.Dispose();

    // The lock file stays: removing it would let two calls hold two locks of one name.
    private static async Task<FileStream> LockAsync(string file, CancellationToken cancellation)
    {
        var waited = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                return Create(file, FileMode.OpenOrCreate);
            }
            catch (IOException exception)
                when (exception is not (DirectoryNotFoundException or FileNotFoundException or PathTooLongException)
                    && waited.Elapsed < Patience
                )
            {
                await Task.Delay(20, cancellation);
            }
        }
    }

    private static FileStream Create(string file, FileMode mode)
    {
        var options = new FileStreamOptions
        {
            Mode = mode,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UserOnly;
        }

        return new(file, options);
    }

    private static bool IsFileFault(Exception exception) =>
        exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
