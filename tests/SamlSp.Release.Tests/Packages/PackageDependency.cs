using System.IO.Compression;
using System.Xml.Linq;

namespace SamlSp.Release.Tests;

/// <summary>What a package says that it depends on.</summary>
internal sealed record PackageDependency(string Package, string PackageVersion, string Id, string Version)
{
    /// <summary>The dependencies in the nuspec of a package file.</summary>
    public static IReadOnlyList<PackageDependency> Read(string file)
    {
        using var package = ZipFile.OpenRead(file);
        using var nuspec = package.Entries.Single(e => e.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        var document = XDocument.Load(nuspec);
        string Text(string name) => document.Descendants().First(e => e.Name.LocalName == name).Value;
        var (id, version) = (Text("id"), Text("version"));
        return
        [
            .. document
                .Descendants()
                .Where(e => e.Name.LocalName == "dependency")
                .Select(e => new PackageDependency(id, version, e.Attribute("id")!.Value, e.Attribute("version")!.Value)),
        ];
    }
}
