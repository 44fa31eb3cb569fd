package io.leadgate.architecture;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Checks the format of the sources, and the length of each file, which should answer one question.
 */
class SourcesTest {

  /** The number of lines without imports beyond which a file needs a reason below. */
  private static final long LINES_WITHOUT_REASON = 200;

  private static final long LINES_MAX = 400;

  /** The long files, by their names, and the reason why each still answers one question. */
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          entry(
              "ApiRouter.java",
              "the declaration of a path, and the answers of paths and methods that are not there"),
          entry("AdminTable.java", "each read and each change of admins"),
          entry("AdminCommand.java", "each command about admins, and how it asks and answers"),
          entry("Sessions.java", "all statements on sessions, from the sign-in to the end"),
          entry("AdminScreensSpec.java", "each form about admins, done and refused"),
          entry("AuditScreenSpec.java", "the rows, the filters and the CSV of one log"),
          entry(
              "ProxyUserSpec.java", "each thing that a proxy's headers say, and the caller's part"),
          entry("SignInSpec.java", "each way to the console, and what is turned away"),
          entry("CredentialScreens.java", "a page of plain handlers: each deed with a credential"),
          entry("OidcSpec.java", "each way in which a sign-in by a provider does not hold"),
          entry("RolesSpec.java", "each call, and each member of a request, with each role"),
          entry("TestIssuer.java", "a provider with each fault that a spec makes"),
          entry("ConsoleBrowser.java", "each thing that a test does in a browser"),
          entry("BodyCutTest.java", "one table of bodies for each format"),
          entry(
              "Catalog.java",
              "the snapshot, the change from one to the next, and what it says of a proof"),
          entry("CredentialInBodySpec.java", "one table of formats, names and places"),
          entry("QuarantineIntake.java", "the way into the quarantine, and each refusal beside it"),
          entry("Revocation.java", "a page of ways to end a token or a key"),
          entry(
              "RevocationOnThreeNodesSpec.java",
              "each way to end a token or a key, on three nodes"),
          entry("LeadExecV1Spec.java", "each outcome in each way of calling V1"),
          entry("LeadExecV2Spec.java", "each outcome of V2"),
          entry("StaticKeySpec.java", "each thing that a key opens, and that it does not"),
          entry("TextCut.java", "one walk through bytes that are no format"),
          entry("V2Reader.java", "one pass over the levels of V2"),
          entry("Wiring.java", "a page of plain declarations: each part of the gateway, made once"),
          entry("Event.java", "a page of plain declarations: each fact that is counted or logged"),
          entry("EventLog.java", "a line for each fact"),
          entry("Settings.java", "a page of plain declarations: each setting and its bounds"),
          entry("EdgeDecoder.java", "the states of one decoder, which only make sense together"),
          entry(
              "EdgeConnection.java",
              "the life of one connection, from its head to its last answer"),
          entry("Edge.java", "the room that connections take, shared out on one event loop"),
          entry("AccountStore.java", "the same change of each kind of row: create, update, delete"),
          entry("CredentialRows.java", "all statements on credentials and their secrets"),
          entry(
              "QuarantineCapSpec.java",
              "the caps of the quarantine, of either kind and on two nodes"),
          entry(
              "TokenReuseSpec.java",
              "the same token again: on a node, on all nodes, after each change"),
          entry(
              "SecretRotationSpec.java",
              "a second secret, from its making to the end of the first"),
          entry(
              "ChangedWhileSendingSpec.java",
              "each change while a body arrives, in each format and with each proof"),
          entry("ApplySpec.java", "what each file does, and each fault of a file"),
          entry("CampaignScreenSpec.java", "the form of a campaign: what it does, and each fault"),
          entry("LeadTypeScreenSpec.java", "the form of a lead type: what it does, and each fault"),
          entry("CredentialStore.java", "each read and each change of credentials"),
          entry("GivenSettings.java", "each group of settings, bound and told of"),
          entry("LeadCheck.java", "the check of one lead, field by field"),
          entry("ClientHabitsSpec.java", "a table of what tools send"),
          entry("BadTokenOrderSpec.java", "which check comes first, case by case"),
          entry(
              "XmlLeadParser.java", "the reading of one document, with all that is refused in it"),
          entry("TokenRefusalSpec.java", "a table of the calls that are refused"),
          entry("LeadPost.java", "the facts of one post and each way to answer it"),
          entry("Retries.java", "what becomes of each failure, and when the rows are due again"),
          entry("LaneCore.java", "each event of a lane, and what is sent next"),
          entry("GroupCommit.java", "what a lane has decided, carried out: timers and connections"),
          entry("RowQueues.java", "the queues of a lane and all counts of its rows, kept together"),
          entry("GatewayProcess.java", "a gateway as a child process: start, signals, output"),
          entry(
              "PostgresHungSpec.java",
              "a Postgres that hangs, for batches, changes, searches and admins"),
          entry("Fixtures.java", "each thing that a spec needs to be there"),
          entry("StoredAsSentTest.java", "how a lead is made up, in each format"),
          entry(
              "OpenLoop.java", "a generator in one file, which the script starts from its source"),
          entry("WritePathCost.java", "each statement that is measured, how, and its bar"),
          entry("LargeLeads.java", "one file that the JDK runs as it is: send, time, tell"),
          entry("LaneRecoveryTest.java", "each fault of a server, and when its rows are stored"),
          entry("ModelLane.java", "a lane's world, and all that must hold in it"),
          entry("DateText.java", "each form of a date, in one reading of the text"),
          entry("NumberText.java", "each form of a number, in one reading of the text"),
          entry("DuplicateCheck.java", "all that must hold behind rules that change"),
          entry("HashKindsSpec.java", "which kinds of hashes each change of rules makes"),
          entry("HashPlanTest.java", "each step of a rule, from wanted to judging"),
          entry("StoreLeadsVerdictTest.java", "the verdicts on leads, case by case"),
          entry("HashBuildTest.java", "which stored leads a new rule has hashed, and when"),
          entry(
              "HashWorld.java", "a database with leads and rules, and nodes that do single steps"),
          entry("HashUpkeepTest.java", "the upkeep on nodes that run"),
          entry("RunningPersistence.java", "the wiring of the persistence alone"));

  @Test
  void everySourceIsFormatted() throws Exception {
    List<Path> unformatted = new ArrayList<>();
    for (Path file : Sources.all()) {
      if (!Sources.formatted(file).equals(Files.readString(file))) {
        unformatted.add(file);
      }
    }

    assertThat(unformatted).as("run: mvn -q test-compile exec:exec@format").isEmpty();
  }

  @Test
  void longFilesHaveAReasonAndAreNotTooLong() throws IOException {
    Map<String, Long> longFiles = new TreeMap<>();
    for (Path file : Sources.all()) {
      long lines = lines(file);
      if (lines > LINES_WITHOUT_REASON) {
        longFiles.put(file.getFileName().toString(), lines);
      }
    }

    assertThat(longFiles.keySet())
        .as("files over %d lines, and the files that have a reason here", LINES_WITHOUT_REASON)
        .containsExactlyInAnyOrderElementsOf(REASONS.keySet());
    assertThat(longFiles.values()).allMatch(lines -> lines <= LINES_MAX);
  }

  private static long lines(Path file) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.filter(line -> !line.startsWith("import ")).count();
    }
  }
}
