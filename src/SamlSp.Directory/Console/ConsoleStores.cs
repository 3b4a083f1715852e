using Microsoft.Extensions.DependencyInjection;

namespace SamlSp.Directory;

/// <summary>What the console asks of the store besides the interfaces that others use.</summary>
internal static class ConsoleStores
{
    public static void AddConsoleStores(this IServiceCollection services)
    {
        services.AddSingleton<IUserLookup, UserLookup>();
        services.AddSingleton<ISessionDirectory, SessionDirectory>();
        services.AddSingleton<RecentSignIns>();
        services.AddSingleton<SettingsHistory>();
        services.AddSingleton<OrgUnitChoices>();
        services.AddSingleton<FirstSteps>();
        services.AddSingleton<ITokenDirectory, TokenDirectory>();
        services.AddSingleton<ITermsAcceptances, TermsAcceptances>();
    }
}
