using System.Diagnostics.CodeAnalysis;
using SamlSp.AspNetCore;

namespace SamlSp.Server;

/// <summary>Reads the settings files of the server.</summary>
internal static class SettingsFiles
{
    /// <summary>
    /// Creates the application builder. False if a file is missing, unreadable or not JSON; the error is one line for the operator.
    /// </summary>
    public static bool TryRead(
        string[] args,
        [NotNullWhen(true)] out WebApplicationBuilder? builder,
        [NotNullWhen(false)] out SamlSpConfigurationException? error
    )
    {
        (builder, error) = (null, null);
        var reading = "appsettings.json";
        try
        {
            var created = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ServerHome.Find() });
            reading = OperatorFile.Variable;
            created.Configuration.AddOperatorFile();
            var check = new SettingsFileCheck(created.Configuration);
            created.Services.AddSingleton(check);
            created.Services.AddSingleton<IConfigurationCheck>(check);
            builder = created;
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            // The exception names the file. Only its base exception names the error and the line.
            error = new([$"{reading}: {e.Message}{(e is InvalidDataException ? " " + e.GetBaseException().Message : "")}"]);
            return false;
        }
    }
}
