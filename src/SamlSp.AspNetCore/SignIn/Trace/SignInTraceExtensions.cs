using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace SamlSp.AspNetCore;

/// <summary>Adds what keeps sign-in attempts, and what helps users whose answer found no request.</summary>
internal static class SignInTraceExtensions
{
    public static void AddSignInTraces(this IServiceCollection services)
    {
        services.TryAddSingleton<ISignInTraceStore>(provider => new InMemorySignInTraceStore(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<SignInTraceWriter>();
        services.AddHostedService(provider => provider.GetRequiredService<SignInTraceWriter>());
        services.AddSingleton<SignInTraceRecorder>();
        services.AddSingleton<SignInTraceEndpoint>();
        services.AddSingleton<CompletedRequestCookie>();
        services.AddSingleton<LostRequestRecovery>();
    }
}
