package io.leadgate.config;

/** Reports unusable settings by a single line that names the key and the fault. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }
}
