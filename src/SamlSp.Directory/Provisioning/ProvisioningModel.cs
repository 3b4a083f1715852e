using Microsoft.EntityFrameworkCore;

namespace SamlSp.Directory;

/// <summary>The tables of provisioning.</summary>
internal static class ProvisioningModel
{
    public static void AddProvisioning(this ModelBuilder modelBuilder, DirectoryContext context)
    {
        modelBuilder.Entity<ProvisionedUserRow>(user =>
        {
            user.ToTable("provisioned_users").HasKey(u => new { u.Organization, u.UserId });
            user.HasOne<UserRow>()
                .WithOne()
                .HasForeignKey<ProvisionedUserRow>(u => new { u.Organization, u.UserId })
                .OnDelete(DeleteBehavior.Cascade);
            user.HasIndex(u => new { u.Organization, u.UserNameLower }).IsUnique();
            user.HasQueryFilter(u => u.Organization == context.Organization);
        });
        modelBuilder.Entity<ProvisionedEmailRow>(email =>
        {
            email
                .ToTable("provisioned_emails")
                .HasKey(e => new
                {
                    e.Organization,
                    e.Address,
                    e.UserId,
                });
            email.HasOne<UserRow>().WithMany().HasForeignKey(e => new { e.Organization, e.UserId }).OnDelete(DeleteBehavior.Cascade);
            email.HasIndex(e => new { e.Organization, e.UserId });
            email.HasQueryFilter(e => e.Organization == context.Organization);
        });
        modelBuilder.Entity<ProvisionedGroupRow>(group =>
        {
            group.ToTable("provisioned_groups").HasKey(g => new { g.Organization, g.Id });
            group.HasIndex(g => new { g.Organization, g.ExternalId }).IsUnique();
            group.HasIndex(g => new { g.Organization, g.DisplayNameLower }).IsUnique();
            group.HasQueryFilter(g => g.Organization == context.Organization);
        });
        modelBuilder.Entity<ProvisionedMemberRow>(member =>
        {
            member
                .ToTable("provisioned_members")
                .HasKey(m => new
                {
                    m.Organization,
                    m.GroupId,
                    m.UserId,
                });
            member
                .HasOne<ProvisionedGroupRow>()
                .WithMany()
                .HasForeignKey(m => new { m.Organization, m.GroupId })
                .OnDelete(DeleteBehavior.Cascade);
            member.HasOne<UserRow>().WithMany().HasForeignKey(m => new { m.Organization, m.UserId }).OnDelete(DeleteBehavior.Cascade);
            member.HasIndex(m => new
            {
                m.Organization,
                m.UserId,
                m.GroupId,
            });
            member.HasQueryFilter(m => m.Organization == context.Organization);
        });
        modelBuilder.Entity<ProvisioningCredentialRow>(credential =>
        {
            credential.ToTable("provisioning_credentials").HasKey(c => new { c.Organization, c.Id });
            credential.HasIndex(c => new { c.Organization, c.Hash }).IsUnique();
            credential.HasQueryFilter(c => c.Organization == context.Organization);
        });
    }
}
