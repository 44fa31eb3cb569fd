/** The pages about access: credentials, admins, and the audit log. */
@NullMarked
package io.leadgate.console.access;

import org.jspecify.annotations.NullMarked;
