# The server as an image: built by the SDK and compiled ahead together with its runtime, run as an unprivileged user on a read-only file system (docker run --read-only --tmpfs /tmp).
# /var/lib/samlsp has the data: key material, and the SQLite store if no PostgreSQL is configured. docs/deployment.md tells how to run it.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
COPY . .
ARG TARGETARCH
RUN dotnet publish src/SamlSp.Server -c Release -a $TARGETARCH --self-contained -o /app --nologo \
 && mkdir -p /state/certs /state/data

FROM mcr.microsoft.com/dotnet/runtime-deps:10.0
WORKDIR /app
COPY --from=build /app .
COPY --from=build --chown=$APP_UID:$APP_UID /state /var/lib/samlsp
ENV ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_EnableDiagnostics=0 \
    SamlSp__Certificates__Directory=/var/lib/samlsp/certs \
    SamlSp__Storage__ConnectionString="Data Source=/var/lib/samlsp/data/samlsp.db"
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s --retries=3 CMD ["./SamlSp.Server", "health"]
ENTRYPOINT ["./SamlSp.Server"]
