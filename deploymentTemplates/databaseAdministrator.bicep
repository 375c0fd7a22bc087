// Lets an identity sign in to PostgreSQL. A file of its own, because the name of the resource is the identity's id, which is known only once there is one.

param server string

@description('The object id of the identity.')
param principalId string

@description('The name by which it signs in.')
param principalName string

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' existing = {
  name: server

  resource administrator 'administrators' = {
    name: principalId
    properties: {
      principalName: principalName
      principalType: 'ServicePrincipal'
      tenantId: subscription().tenantId
    }
  }
}
