-- A copy of a database must not be able to write to the live books.
UPDATE quickbooks_connection
   SET state = 'disconnected',
       client_secret_sealed = NULL,
       access_token_sealed = NULL,
       access_expires_at = NULL,
       refresh_token_sealed = NULL,
       verifier_token_sealed = NULL,
       refresh_expires_at = NULL,
       hard_expires_at = NULL,
       qb_password_hash = NULL,
       database_mark = NULL,
       reminded_of = NULL;
DELETE FROM quickbooks_connect;

-- What was under way is under way in the original.
UPDATE quickbooks_session
   SET state = 'superseded'
 WHERE state = 'open';
UPDATE quickbooks_exchange
   SET state = 'failed', body = NULL, next_attempt_at = NULL
 WHERE state = 'open';
UPDATE quickbooks_job
   SET state = 'cancelled'
 WHERE state IN ('pending', 'sent', 'failed');

-- Nobody is asked to sign in to what a copy has no part in.
DELETE FROM mail_activity
 WHERE res_model = 'quickbooks.connection';
