package io.leadgate.support;

import io.leadgate.support.Fixtures.Campaign;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table {@code quarantine}.
 *
 * @param body the stored bytes, each as the character of the same number
 */
public record QuarantineRow(
    String id,
    String reason,
    @Nullable String clientId,
    @Nullable String contentType,
    @Nullable String idempotencyKey,
    String body) {

  private static final String OF_CAMPAIGN =
      """
      SELECT id, reason, client_id, content_type, idempotency_key, body
      FROM quarantine WHERE campaign_id = ? AND host(remote) = '127.0.0.1' ORDER BY id
      """;

  /** The campaign's rows, the oldest first. */
  public static List<QuarantineRow> read(TestDatabase database, Campaign campaign) {
    List<QuarantineRow> found = new ArrayList<>();
    try (Connection connection = database.connect();
        PreparedStatement statement = connection.prepareStatement(OF_CAMPAIGN)) {
      statement.setInt(1, campaign.id());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(
              new QuarantineRow(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getString(4),
                  rows.getString(5),
                  text(rows.getBytes(6))));
        }
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Converts bytes to the form of {@link #body}. */
  public static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
