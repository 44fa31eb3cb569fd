package io.leadgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.leadgate.support.Fixtures.Campaign;
import io.leadgate.support.Fixtures.Credential;
import io.leadgate.support.GatewayProcess;
import io.leadgate.support.Jwt;
import io.leadgate.support.http.Answer;
import io.leadgate.support.http.Http;

/** A change that ends a token at a campaign, and the status of the token's requests after it. */
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

  /** The status of the answer to the change. */
  final int changeStatus;

  /** The status of a lead with the token after the change. */
  final int leadStatus;

  TokenChange(int changeStatus, int leadStatus) {
    this.changeStatus = changeStatus;
    this.leadStatus = leadStatus;
  }

  /**
   * @param foreign a campaign of another lead source
   */
  abstract Answer make(GatewayProcess node, Credential credential, String token, Campaign foreign);

  /** Makes the state that the change needs; true if that took a change of its own. */
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
