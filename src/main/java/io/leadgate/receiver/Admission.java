package io.leadgate.receiver;

import io.leadgate.catalog.CurrentCatalog;
import io.leadgate.domain.AuthResult;
import io.leadgate.domain.Credential;
import io.leadgate.domain.Destination;
import io.leadgate.domain.Judgement;
import io.leadgate.domain.Refusal;
import java.util.Optional;
import java.util.UUID;

/**
 * Decides from the catalogue and the result of the token's check whether a post is taken,
 * quarantined or refused. The decision depends on nothing else, not even on the body, so a post can
 * be judged again when its body has arrived.
 */
sealed interface Admission {

  /**
   * The post's leads are to be stored.
   *
   * @param credential the token's credential; empty if the campaign needs no token
   */
  record Take(Destination destination, Optional<Credential> credential, Judgement judgement)
      implements Admission {

    Optional<UUID> clientId() {
      return credential.map(Credential::clientId);
    }
  }

  /**
   * The post's leads are to be refused, because the campaign takes no leads now. A lead that was
   * stored earlier is a replay all the same, because a vendor whose 201 was lost would otherwise
   * sell the lead elsewhere.
   *
   * @param sender the campaign and the credential, as of a post that is taken
   */
  record NotActive(Take sender) implements Admission {}

  /**
   * The post is to be quarantined, because the campaign requires a token and the post has no good
   * token.
   */
  record Quarantine(AuthResult.Rejected why, Destination destination) implements Admission {}

  /**
   * The post is to be refused.
   *
   * @param detail the reason that the caller is told
   */
  record Refuse(Refusal refusal, String detail) implements Admission {}

  static Admission of(CurrentCatalog.Knowledge known, int campaignId, AuthResult auth) {
    return known
        .catalog()
        .destination(campaignId)
        .map(destination -> of(known, destination, auth))
        .orElseGet(Admission::noCampaign);
  }

  private static Admission of(
      CurrentCatalog.Knowledge known, Destination destination, AuthResult auth) {
    return switch (auth) {
      case AuthResult.Known good ->
          good.credential().maySee(destination.leadSource().id())
              ? ifActive(
                  new Take(
                      destination,
                      Optional.of(good.credential()),
                      known.judgement(destination, Optional.of(good.proof()))))
              : noCampaign();
      case AuthResult.Ambiguous several -> severalTokens();
      case AuthResult.Rejected rejected ->
          destination.requiresAuthentication()
              ? new Quarantine(rejected, destination)
              : ifActive(
                  new Take(
                      destination,
                      Optional.empty(),
                      known.judgement(destination, Optional.empty())));
    };
  }

  private static Admission ifActive(Take take) {
    return take.destination().takesLeads() ? take : new NotActive(take);
  }

  static Refuse notActive() {
    return new Refuse(
        Refusal.CAMPAIGN_NOT_ACTIVE,
        "The campaign or its lead source is not active; ask the campaign's owner, and send the lead later.");
  }

  static Refuse severalTokens() {
    return new Refuse(
        Refusal.AMBIGUOUS_TOKEN,
        "The request carries two different tokens, or a token and a static key of different"
            + " credentials; send one.");
  }

  /**
   * Makes the refusal for a campaign that does not exist or that the credential may not see. The
   * caller is not told which of the two it is.
   */
  static Refuse noCampaign() {
    return new Refuse(
        Refusal.NOT_FOUND, "There is no such campaign for you; check the number in the path.");
  }
}
