package io.leadgate.config;

import static io.leadgate.config.SettingsCheck.within;

/** How much of what comes without a good token is kept. */
public record QuarantineSettings(int signedRowsMax, int strangersRowsMax, int strangersPerSecond) {
  public QuarantineSettings {
    within("quarantine.signed_rows_max", signedRowsMax, 0, 1_000_000_000);
    within("quarantine.strangers_rows_max", strangersRowsMax, 0, 1_000_000_000);
    within("quarantine.strangers_per_second", strangersPerSecond, 0, 1_000_000);
  }
}
