using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace SamlSp.Directory;

/// <summary>
/// The model of <see cref="DirectoryContext"/>, one for each kind of database and shared by everybody in the process. It depends on no
/// setting, so it can be made while the application is still being put together. It cannot be compiled with the code: EF Core's compiled
/// models know no query filters, and those keep organizations apart.
/// </summary>
internal static class DirectoryModel
{
    private static readonly ConcurrentDictionary<StorageProvider, Lazy<IModel>> Models = new();

    /// <summary>The model. Whoever comes while it is being made waits for it.</summary>
    public static IModel For(StorageProvider provider) => Models.GetOrAdd(provider, static provider => new(() => Make(provider))).Value;

    /// <summary>
    /// Starts to make the model, and goes on: it is a third of what a start costs, and another thread can do it. (Not one of the pool's,
    /// which has as many as there are cores and is needed meanwhile.)
    /// </summary>
    public static void Prepare(StorageProvider provider) =>
        _ = Task.Factory.StartNew(
            () =>
            {
                For(provider);

                // Whoever asks for a statement's text has loaded all that translates one.
                using var context = Context(provider);
                _ = context.Set<KeyRow>().ToQueryString();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

    private static IModel Make(StorageProvider provider)
    {
        using var context = Context(provider);
        return context.Model;
    }

    private static DirectoryContext Context(StorageProvider provider)
    {
        var builder = new DbContextOptionsBuilder<DirectoryContext>();
        if (provider == StorageProvider.Sqlite)
        {
            builder.UseSqlite();
        }
        else
        {
            builder.UseNpgsql();
        }

        return new(builder.Options);
    }
}
