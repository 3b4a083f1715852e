using System.Diagnostics.CodeAnalysis;
using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>Reads the files that hold the server's settings.</summary>
internal static class SettingsFiles
{
    /// <summary>
    /// Makes the application's builder from them; false when one is missing, unreadable or not JSON, which an operator is told in one line.
    /// </summary>
    public static bool TryRead(
        string[] args,
        [NotNullWhen(true)] out WebApplicationBuilder? builder,
        [NotNullWhen(false)] out SamlSpConfigurationException? mistake
    )
    {
        (builder, mistake) = (null, null);
        var reading = "appsettings.json";
        try
        {
            var made = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ServerHome.Find() });
            reading = OperatorFile.Variable;
            made.Configuration.AddOperatorFile();
            builder = made;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // The framework says which file it is, and only further inside what is wrong there, and on which line.
            mistake = new([$"{reading}: {e.Message}{(e is InvalidDataException ? " " + e.GetBaseException().Message : "")}"]);
            return false;
        }
    }
}
