package io.leadgate.config;

/** The settings cannot be used; the message is one line that names the key and what is wrong. */
public final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public SettingsException(String message) {
    super(message);
  }
}
