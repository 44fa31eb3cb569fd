package io.leadgate.console.access;

import io.leadgate.console.frame.Choice;
import java.util.List;

/** Says in words what an action of the audit log is. */
final class AuditWords {

  private static final List<Choice> KNOWN =
      List.of(
          new Choice("credential.", "any, on a credential"),
          new Choice("credential.create", "made a credential"),
          new Choice("credential.update", "changed a credential"),
          new Choice("credential.add_secret", "added a secret"),
          new Choice("credential.retire_secret", "deleted a secret"),
          new Choice("credential.end_tokens", "ended all tokens"),
          new Choice("token.revoke", "revoked a token"),
          new Choice("lead_source.", "any, on a lead source"),
          new Choice("lead_source.create", "made a lead source"),
          new Choice("lead_source.update", "changed a lead source"),
          new Choice("lead_source.delete", "deleted a lead source"),
          new Choice("campaign.", "any, on a campaign"),
          new Choice("campaign.create", "made a campaign"),
          new Choice("campaign.update", "changed a campaign"),
          new Choice("campaign.delete", "deleted a campaign"),
          new Choice("lead_type.", "any, on a lead type"),
          new Choice("lead_type.create", "made a lead type"),
          new Choice("lead_type.update", "changed a lead type"),
          new Choice("lead_type.delete", "deleted a lead type"),
          new Choice("admin_user.", "any, on an admin"),
          new Choice("admin_user.create", "made an admin"),
          new Choice("admin_user.set_password", "set a password"),
          new Choice("admin_user.set_role", "set a role"),
          new Choice("admin_user.disable", "disabled an admin"),
          new Choice("session.", "any, on a session"),
          new Choice("session.begin", "signed in"),
          new Choice("session.end", "ended sessions"),
          new Choice("session.refused", "was refused at the sign-in"));

  private AuditWords() {}

  static List<Choice> choices() {
    return KNOWN;
  }

  /** The action in words; its code for an action that has no words here. */
  static String of(String action) {
    return KNOWN.stream()
        .filter(known -> known.value().equals(action))
        .map(Choice::label)
        .findFirst()
        .orElse(action);
  }
}
