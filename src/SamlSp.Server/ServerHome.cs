namespace SamlSp.Server;

/// <summary>Finds the server's home: the folder with <c>appsettings.json</c>, from which relative paths of the settings start.</summary>
internal static class ServerHome
{
    private const string Settings = "appsettings.json";

    /// <summary>
    /// The nearest folder at or above the assembly that has the settings: the repository's root when it was built from source, the
    /// assembly's own folder when it was published. So the server runs from any working folder.
    /// </summary>
    public static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Settings)))
            {
                return folder.FullName;
            }
        }

        return AppContext.BaseDirectory;
    }
}
