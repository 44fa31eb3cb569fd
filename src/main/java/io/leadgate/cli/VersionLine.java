package io.leadgate.cli;

import io.leadgate.Version;
import picocli.CommandLine.IVersionProvider;

/** Names the version of the program, and the Java and the machine that it runs on. */
final class VersionLine implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {
      "leadgate %s (Java %s, %s %s)"
          .formatted(
              Version.version(),
              Runtime.version(),
              System.getProperty("os.name"),
              System.getProperty("os.arch"))
    };
  }
}
