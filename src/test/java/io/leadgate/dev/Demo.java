package io.leadgate.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** All that a user needs to try the running gateway: its addresses and its credentials. */
record Demo(
    String url,
    String managementUrl,
    DevelopmentServers servers,
    DemoSecrets secrets,
    DemoSeed.Campaigns campaigns) {

  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  /**
   * Writes demo.env so that no other user can read it at any moment, and that it is never
   * incomplete.
   */
  void write(Path demoEnv) throws IOException {
    Path unfinished = demoEnv.resolveSibling(demoEnv.getFileName() + ".unfinished");
    Files.deleteIfExists(unfinished);
    Files.createFile(unfinished, OWNER_ONLY);
    try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
      channel.write(StandardCharsets.UTF_8.encode(lines()));
      channel.force(true);
    }
    Files.move(unfinished, demoEnv, StandardCopyOption.ATOMIC_MOVE);
  }

  private String lines() {
    return """
    LEADGATE_URL=%s
    LEADGATE_MANAGEMENT_URL=%s
    POSTGRES_URI=%s
    REDIS_URI=%s
    CLIENT_ID=%s
    CLIENT_SECRET=%s
    ADMIN_USERNAME=%s
    ADMIN_PASSWORD=%s
    SIGNING_KEY=%s
    CAMPAIGN=%d
    OPEN_CAMPAIGN=%d
    """
        .formatted(
            url,
            managementUrl,
            quoted(servers.postgresUri()),
            quoted(servers.redisUri()),
            secrets.clientId(),
            secrets.clientSecret(),
            secrets.adminUsername(),
            secrets.adminPassword(),
            secrets.signingKey(),
            campaigns.authenticated(),
            campaigns.open());
  }

  /**
   * The value as a single word of a shell, because a server's URI may be the user's own and hold
   * any character.
   */
  private static String quoted(String value) {
    return "'" + value.replace("'", "'\\''") + "'";
  }

  /** The text for the terminal: lines to paste, in their order. */
  String screen(Path demoEnv) {
    return """

    Leadgate is up at %s, for its operators at %s. Ctrl-C stops it.
    Its console is at %s/console/: sign in as %s with the ADMIN_PASSWORD of %s.
    The secrets of this demo are in %s. In another terminal, here, paste:

    . %s
    TOKEN=$(curl -s -d "grant_type=client_credentials&client_id=$CLIENT_ID&client_secret=$CLIENT_SECRET" $LEADGATE_URL/v1/authorization/token | sed -n 's/.*"access_token":"\\([^"]*\\)".*/\\1/p')
    LEAD=$(curl -si -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' -d '{"first_name":"Ada","email":"ada@example.com","phone":"+1 212 555 0123"}' $LEADGATE_URL/v1/campaigns/$CAMPAIGN/leads | tee /dev/stderr | sed -n 's/.*"id":"\\([^"]*\\)".*/\\1/p')
    curl -si -H "Authorization: Bearer no-good" -H 'Content-Type: application/json' -d '{"first_name":"Eve","email":"eve@example.com"}' $LEADGATE_URL/v1/campaigns/$CAMPAIGN/leads
    curl -si -H "Authorization: Bearer $TOKEN" $LEADGATE_URL/v1/leads/$LEAD
    curl -s -u $ADMIN_USERNAME:$ADMIN_PASSWORD $LEADGATE_MANAGEMENT_URL/admin/quarantine
    curl -s $LEADGATE_MANAGEMENT_URL/metrics | grep '^leadgate_'

    """
        .formatted(
            url, managementUrl, managementUrl, secrets.adminUsername(), demoEnv, demoEnv, demoEnv);
  }
}
