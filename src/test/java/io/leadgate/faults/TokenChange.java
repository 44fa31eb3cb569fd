package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.Jwt;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;

/** What ends a token at a campaign, and what its requests are told there from then on. */
enum TokenChange {
  DISABLE(200, 401) {
    @Override
    Answer make(GatewayProcess node, Credential credential, String token, Campaign foreign) {
      return admin(node).patch(path(credential), "{\"enabled\":false}");
    }
  },
  DELETE_SECRET(204, 401) {
    @Override
    Answer make(GatewayProcess node, Credential credential, String token, Campaign foreign) {
      String secret = Jwt.claims(token).path("sid").textValue();
      return admin(node).send("DELETE", path(credential) + "/secrets/" + secret, new byte[0]);
    }

    @Override
    boolean prepare(GatewayProcess node, Credential credential) {
      Answer second = admin(node).send("POST", path(credential) + "/secrets", new byte[0]);
      assertThat(second.status()).isEqualTo(201);
      return true;
    }
  },
  REVOKE(200, 401) {
    @Override
    Answer make(GatewayProcess node, Credential credential, String token, Campaign foreign) {
      return node.api()
          .basic(credential.clientId(), credential.secret())
          .post("/oauth2/revoke", "{\"token\":\"%s\"}".formatted(token));
    }
  },
  END_ALL(204, 401) {
    @Override
    Answer make(GatewayProcess node, Credential credential, String token, Campaign foreign) {
      return admin(node).send("DELETE", path(credential) + "/tokens", new byte[0]);
    }
  },
  BIND(200, 404) {
    @Override
    Answer make(GatewayProcess node, Credential credential, String token, Campaign foreign) {
      return admin(node)
          .patch(path(credential), "{\"lead_source_id\":%s}".formatted(foreign.leadSourceId()));
    }
  };

  /** The status of the change itself. */
  final int made;

  /** The status of a lead with the token from then on. */
  final int status;

  TokenChange(int made, int status) {
    this.made = made;
    this.status = status;
  }

  /**
   * @param foreign a campaign of another lead source
   */
  abstract Answer make(GatewayProcess node, Credential credential, String token, Campaign foreign);

  /** Whether there was anything to change first. */
  boolean prepare(GatewayProcess node, Credential credential) {
    return false;
  }

  private static Http admin(GatewayProcess node) {
    return node.management().admin();
  }

  private static String path(Credential credential) {
    return "/admin/credentials/" + credential.clientId();
  }
}
