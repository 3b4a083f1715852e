using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>
/// The storage settings with every default filled in. Made before they are checked, so that all mistakes of a configuration can be told
/// together.
/// </summary>
internal sealed class StoreSettings : IDisposable
{
    private const int BusySeconds = 5;

    /// <summary>The folder of the default path, below the content root.</summary>
    private const string DefaultFolder = "data";

    private const int PreparedPerConnection = 100;

    private readonly Lazy<string> _connectionString;
    private readonly Lazy<NpgsqlDataSource> _dataSource;

    public StoreSettings(StorageOptions options, string contentRoot)
    {
        Options = options;
        ContentRoot = contentRoot;
        _connectionString = new(() =>
        {
            Check();
            return IsSqlite ? Sqlite(contentRoot) : PostgreSql();
        });
        _dataSource = new(() => NpgsqlDataSource.Create(ConnectionString));
    }

    public StorageOptions Options { get; }

    public string ContentRoot { get; }

    public bool IsSqlite => Options.Provider == StorageProvider.Sqlite;

    public string ConnectionString => _connectionString.Value;

    /// <summary>PostgreSQL's connections.</summary>
    public NpgsqlDataSource DataSource => _dataSource.Value;

    /// <summary>The SQLite file's full path; null for PostgreSQL.</summary>
    public string? DatabaseFile => IsSqlite ? new SqliteConnectionStringBuilder(ConnectionString).DataSource : null;

    /// <summary>What the store is and where, for an operator: without user and password.</summary>
    public string Place
    {
        get
        {
            if (DatabaseFile is { } file)
            {
                return "SQLite file " + file;
            }

            var builder = new NpgsqlConnectionStringBuilder(ConnectionString);
            return string.Create(CultureInfo.InvariantCulture, $"PostgreSQL at {builder.Host}:{builder.Port}, database {builder.Database}");
        }
    }

    /// <summary>Checks the options.</summary>
    /// <exception cref="SamlSpConfigurationException">Something is wrong with them.</exception>
    public void Check()
    {
        var errors = StorageOptionsValidator.Validate(Options).ToList();
        if (!IsSqlite && PasswordFileFault() is { } fault)
        {
            errors.Add("SamlSp:Storage:PasswordFile: " + fault);
        }

        if (errors.Count > 0)
        {
            throw new SamlSpConfigurationException(errors);
        }
    }

    /// <summary>
    /// Sets up EF Core. A failed command is an error of the call, which says so itself, and a lost race is none at all: EF Core's own lines
    /// are for debugging.
    /// </summary>
    public void Configure(DbContextOptionsBuilder builder)
    {
        if (IsSqlite)
        {
            builder.UseSqlite(ConnectionString).AddInterceptors(SqlitePragmas.Instance);
        }
        else
        {
            builder.UseNpgsql(DataSource);
        }

        builder
            .UseModel(DirectoryModel.For(Options.Provider))
            .ConfigureWarnings(warnings =>
                warnings.Log(
                    (RelationalEventId.CommandExecuted, LogLevel.Debug),
                    (RelationalEventId.CommandError, LogLevel.Debug),
                    (RelationalEventId.ConnectionError, LogLevel.Debug),
                    (RelationalEventId.TransactionError, LogLevel.Debug),
                    (CoreEventId.SaveChangesFailed, LogLevel.Debug),
                    (CoreEventId.QueryIterationFailed, LogLevel.Debug)
                )
            );
    }

    /// <summary>Opens a connection of its own, beside those of EF Core.</summary>
    public async Task<DbConnection> OpenAsync(CancellationToken cancellationToken) =>
        IsSqlite ? OpenSqlite() : await DataSource.OpenConnectionAsync(cancellationToken);

    /// <summary>The same at SQLite, which has no asynchronous calls. The connection is not one of the pool.</summary>
    /// <exception cref="SqliteException">The file is not there, or cannot be opened.</exception>
    public SqliteConnection OpenSqlite()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            connection.Open();
            SqlitePragmas.Tell(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes the SQLite file, readable by this user alone: data protection keys are in there. True if there was none.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public bool PrepareFile()
    {
        if (DatabaseFile is not { } file || File.Exists(file))
        {
            return false;
        }

        Make(file, FileOptions.None);
        return true;
    }

    /// <summary>
    /// Finds out whether the SQLite file can be made, by one of another name that is deleted at once: a start that is refused makes no
    /// store.
    /// </summary>
    public void CheckFile()
    {
        if (DatabaseFile is { } file && !File.Exists(file))
        {
            if (System.IO.Directory.Exists(file))
            {
                throw new IOException(file + " is a folder");
            }

            Make(file + ".check", FileOptions.DeleteOnClose);
        }
    }

    /// <summary>Removes a SQLite file that was made a moment ago, for a start that is refused.</summary>
    public void RemoveFile()
    {
        ForgetConnections();
        foreach (var ending in new[] { "", "-wal", "-shm" })
        {
            File.Delete(DatabaseFile + ending);
        }
    }

    /// <summary>
    /// Only the folder of the default path is made when it is missing. A path that was mistyped would otherwise become a new, empty store.
    /// </summary>
    private void Make(string file, FileOptions options)
    {
        var folder = Path.GetDirectoryName(file)!;
        if (!System.IO.Directory.Exists(folder) && folder != Path.GetFullPath(Path.Combine(ContentRoot, DefaultFolder)))
        {
            throw new DirectoryNotFoundException(
                $"the folder {folder} does not exist. Correct the path, or make the folder if a new store is meant"
            );
        }

        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(folder);
            return;
        }

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        if (!System.IO.Directory.Exists(folder))
        {
            System.IO.Directory.CreateDirectory(folder, Owner | UnixFileMode.UserExecute);
        }

        new FileStream(
            file,
            new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.Write,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = Owner,
                Options = options,
            }
        ).Dispose();
    }

    /// <summary>
    /// After a fault: SQLite's pooled connections would stay with a file that was moved away or replaced. (Npgsql does this itself.)
    /// </summary>
    public void ForgetConnections()
    {
        if (!IsSqlite)
        {
            return;
        }

        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
    }

    public void Dispose()
    {
        if (_dataSource.IsValueCreated)
        {
            _dataSource.Value.Dispose();
        }
    }

    private string PasswordFile => Path.Combine(ContentRoot, Options.PasswordFile!);

    private string? PasswordFileFault()
    {
        if (Options.PasswordFile is null)
        {
            return null;
        }

        try
        {
            return string.IsNullOrWhiteSpace(File.ReadAllText(PasswordFile)) ? "the file is empty" : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private string Sqlite(string contentRoot)
    {
        var text = string.IsNullOrWhiteSpace(Options.ConnectionString)
            ? $"Data Source={DefaultFolder}/samlsp.db"
            : Options.ConnectionString;
        var builder = new SqliteConnectionStringBuilder(text) { ForeignKeys = true };
        builder.DataSource = Path.GetFullPath(Path.Combine(contentRoot, builder.DataSource));

        // The file is made by PrepareFile, with its mode; one that is gone later is not silently made anew, without the used IDs.
        builder.Mode = SqliteOpenMode.ReadWrite;
        if (!text.Contains("Timeout", StringComparison.OrdinalIgnoreCase))
        {
            builder.DefaultTimeout = BusySeconds;
        }

        return builder.ConnectionString;
    }

    private string PostgreSql()
    {
        var builder = new NpgsqlConnectionStringBuilder(Options.ConnectionString);
        builder.ApplicationName ??= "SamlSp";
        if (Options.PasswordFile is not null)
        {
            builder.Password = File.ReadAllText(PasswordFile).TrimEnd();
        }

        if (!IsGiven(builder, "Timeout"))
        {
            builder.Timeout = BusySeconds;
        }

        if (!IsGiven(builder, "Command Timeout"))
        {
            builder.CommandTimeout = 2 * BusySeconds;
        }

        // Nothing of ours stays with a connection that goes back to the pool, so nothing has to be reset.
        if (!IsGiven(builder, "No Reset On Close"))
        {
            builder.NoResetOnClose = true;
        }

        if (Options.PreparedStatements && !IsGiven(builder, "Max Auto Prepare"))
        {
            (builder.MaxAutoPrepare, builder.AutoPrepareMinUsages) = (PreparedPerConnection, 2);
        }

        return builder.ConnectionString;
    }

    /// <summary>Whether the connection string has a key. (Npgsql's ContainsKey is true for each key that it knows.)</summary>
    private static bool IsGiven(NpgsqlConnectionStringBuilder builder, string key) => builder.Keys.Contains(key, StringComparer.Ordinal);
}
