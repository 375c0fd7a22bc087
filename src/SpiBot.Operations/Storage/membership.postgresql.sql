-- Which replicas there are: Orleans' AdoNet clustering looks these statements up by key. The keys, the @parameters and the names of the result
-- columns are its contract; the rest is ours. A change of membership counts only if the version is still the one that was read.
CREATE TABLE IF NOT EXISTS OrleansQuery (QueryKey text PRIMARY KEY, QueryText text NOT NULL);
CREATE TABLE IF NOT EXISTS replica_version (deployment text PRIMARY KEY, version integer NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS replica (
  deployment text NOT NULL REFERENCES replica_version, address text NOT NULL, port integer NOT NULL, generation integer NOT NULL, silo_name text NOT NULL,
  host_name text NOT NULL, status integer NOT NULL, proxy_port integer, suspect_times text, start_time timestamptz NOT NULL, alive timestamptz NOT NULL,
  PRIMARY KEY (deployment, address, port, generation));

INSERT INTO OrleansQuery VALUES
('InsertMembershipVersionKey', '
  WITH made AS (INSERT INTO replica_version (deployment) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
  SELECT count(*)::int FROM made'),
('InsertMembershipKey', '
  WITH bumped AS (
    UPDATE replica_version SET version = version + 1 WHERE deployment = @DeploymentId AND version = @Version AND NOT EXISTS (
      SELECT FROM replica WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation) RETURNING 1),
  made AS (
    INSERT INTO replica (deployment, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM bumped RETURNING 1)
  SELECT count(*)::int FROM made'),
('UpdateMembershipKey', '
  WITH bumped AS (
    UPDATE replica_version SET version = version + 1 WHERE deployment = @DeploymentId AND version = @Version AND EXISTS (
      SELECT FROM replica WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation) RETURNING 1),
  changed AS (
    UPDATE replica SET status = @Status, suspect_times = @SuspectTimes, alive = @IAmAliveTime FROM bumped
    WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation RETURNING 1)
  SELECT count(*)::int FROM changed'),
('UpdateIAmAlivetimeKey', '
  UPDATE replica SET alive = @IAmAliveTime
  WHERE deployment = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation'),
('MembershipReadRowKey', '
  SELECT v.deployment AS DeploymentId, r.address AS Address, r.port AS Port, r.generation AS Generation, r.silo_name AS SiloName, r.host_name AS HostName,
    r.status AS Status, r.proxy_port AS ProxyPort, r.suspect_times AS SuspectTimes, r.start_time AS StartTime, r.alive AS IAmAliveTime, v.version AS Version
  FROM replica_version v LEFT JOIN replica r
    ON r.deployment = v.deployment AND r.address = @Address AND r.port = @Port AND r.generation = @Generation
  WHERE v.deployment = @DeploymentId'),
('MembershipReadAllKey', '
  SELECT v.deployment AS DeploymentId, r.address AS Address, r.port AS Port, r.generation AS Generation, r.silo_name AS SiloName, r.host_name AS HostName,
    r.status AS Status, r.proxy_port AS ProxyPort, r.suspect_times AS SuspectTimes, r.start_time AS StartTime, r.alive AS IAmAliveTime, v.version AS Version
  FROM replica_version v LEFT JOIN replica r USING (deployment)
  WHERE v.deployment = @DeploymentId'),
('DeleteMembershipTableEntriesKey', '
  DELETE FROM replica WHERE deployment = @DeploymentId; DELETE FROM replica_version WHERE deployment = @DeploymentId'),
('CleanupDefunctSiloEntriesKey', '
  DELETE FROM replica WHERE deployment = @DeploymentId AND alive < @IAmAliveTime AND status <> 3'),
('GatewaysQueryKey', '
  SELECT address AS Address, proxy_port AS ProxyPort, generation AS Generation FROM replica
  WHERE deployment = @DeploymentId AND status = @Status AND proxy_port > 0')
ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText;
