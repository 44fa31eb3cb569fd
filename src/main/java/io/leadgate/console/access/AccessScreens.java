package io.leadgate.console.access;

/** All pages of credentials, admins and the audit log. */
public record AccessScreens(
    CredentialScreens credentials,
    AdminScreens admins,
    PasswordForm passwordForm,
    MeScreens me,
    AuditScreen audit) {}
