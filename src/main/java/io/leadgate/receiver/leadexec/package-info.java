/**
 * Reads and answers posts in LeadExec's formats V1 and V2, in which the body names the campaign.
 */
@NullMarked
package io.leadgate.receiver.leadexec;

import org.jspecify.annotations.NullMarked;
