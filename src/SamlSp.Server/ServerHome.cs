namespace SamlSp.Server;

/// <summary>Finds the content root: the folder with <c>appsettings.json</c>. Relative paths in the settings start there.</summary>
internal static class ServerHome
{
    private const string Settings = "appsettings.json";

    /// <summary>
    /// The nearest folder at or above the assembly that has the settings: the root of the repository if built from source, the folder of
    /// the assembly if published. So the server runs from any working directory.
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
