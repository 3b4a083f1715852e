using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace SamlSp.Directory;

/// <summary>
/// Data protection keys in the store: every node that shares it can read the others' cookies, and a new machine needs no home folder.
/// </summary>
internal sealed class StoredKeys(Store store, TimeProvider clock) : IXmlRepository
{
    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. Wait(store.ReadAsync(KeySql.All, [], CancellationToken.None)).Select(row => XElement.Parse(row.Text(0)))];

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName) =>
        Wait(
            store.WriteAsync(
                KeySql.Add,
                [Guid.CreateVersion7().ToString(), friendlyName, element.ToString(SaveOptions.DisableFormatting), clock.GetUtcNow()],
                CancellationToken.None
            )
        );

    /// <summary>
    /// The framework's interface is synchronous. It is called a few times a day, and ASP.NET Core has no context that could deadlock.
    /// </summary>
    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
