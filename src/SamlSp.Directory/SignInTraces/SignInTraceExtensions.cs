using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SamlSp.AspNetCore;

namespace SamlSp.Directory;

/// <summary>What the store does for metadata and for sign-in attempts.</summary>
internal static class SignInTraceExtensions
{
    public static void AddMetadataAndTraces(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IMetadataStore, MetadataStore>());
        services.AddSingleton<SignInTraceMapping>();
        services.Replace(ServiceDescriptor.Singleton<ISignInTraceStore, SignInTraceStore>());
    }
}
