// SpiBot in Azure: the bot with its managed identity, a Key Vault for the gateways' secrets, a Container App to run in,
// and PostgreSQL for its state. The identity reads the vault, talks to Teams and signs in to the database by itself: there is no password.

targetScope = 'resourceGroup'

@description('A short name; resource names are made from it.')
@minLength(3)
@maxLength(14)
param name string = 'spibot'

param location string = resourceGroup().location

@description('The container image of SpiBot.')
param image string

@description('The Azure Container Registry that the image is in, by name, in this resource group. Empty: the image is public.')
param registryName string = ''

@description('The inventory: the text of spibot.json.')
@secure()
param inventory string

@description('The subnet of the Container Apps environment, /27 or larger, delegated to Microsoft.App/environments, with the service endpoint Microsoft.KeyVault. It must reach the gateways\' management addresses on port 22.')
param subnetId string

@description('The subnet delegated to PostgreSQL, and its private DNS zone.')
param databaseSubnetId string
param databasePrivateDnsZoneId string

@description('The vault\'s secret with the key of the journal, see docs/state.md.')
param journalKeyName string = 'spibot-journal-key'

@description('The key of the journal, for the first deployment: `openssl rand -base64 32`. Later ones leave it out: another key would be another version of the secret, with which SpiBot refuses to start.')
@secure()
param journalKey string = ''

@description('Public addresses, or ranges of them (CIDR), from which people put secrets into the vault.')
param vaultAddresses array = []

@description('F0 is free and enough for Teams; S1 has a service level.')
@allowed(['F0', 'S1'])
param botSku string = 'F0'

var unique = uniqueString(resourceGroup().id, name)
var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'
var isInRegistry = !empty(registryName)

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: '${name}-identity'
  location: location
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: '${name}-logs'
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: 90
  }
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: take('${name}-${unique}', 24)
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    enablePurgeProtection: true
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'AzureServices'
      virtualNetworkRules: [{ id: subnetId }]
      ipRules: [for address in vaultAddresses: { value: address }]
    }
  }
}

// By the resource manager, which the vault's firewall does not concern: SpiBot does not start without it.
resource journalKeySecret 'Microsoft.KeyVault/vaults/secrets@2023-07-01' = if (!empty(journalKey)) {
  parent: vault
  name: journalKeyName
  properties: { value: string({ key: journalKey }) }
}

resource readsSecrets 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identity.id, keyVaultSecretsUser)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource registry 'Microsoft.ContainerRegistry/registries@2023-07-01' existing = if (isInRegistry) {
  name: isInRegistry ? registryName : 'unused'
}

resource pullsImages 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (isInRegistry) {
  name: guid(resourceGroup().id, registryName, identity.id, acrPull)
  scope: registry
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
    principalId: identity.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource database 'Microsoft.DBforPostgreSQL/flexibleServers@2024-08-01' = {
  name: '${name}-${unique}'
  location: location
  sku: { name: 'Standard_B1ms', tier: 'Burstable' }
  properties: {
    version: '16'
    storage: { storageSizeGB: 32 }
    backup: { backupRetentionDays: 14, geoRedundantBackup: 'Disabled' }
    authConfig: { activeDirectoryAuth: 'Enabled', passwordAuth: 'Disabled', tenantId: subscription().tenantId }
    network: {
      delegatedSubnetResourceId: databaseSubnetId
      privateDnsZoneArmResourceId: databasePrivateDnsZoneId
    }
  }

  resource spibot 'databases' = {
    name: 'spibot'
  }
}

module signsIn 'databaseAdministrator.bicep' = {
  name: 'database-administrator'
  params: {
    server: database.name
    principalId: identity.properties.principalId
    principalName: identity.name
  }
  // One change of the server at a time.
  dependsOn: [database::spibot]
}

resource environment 'Microsoft.App/managedEnvironments@2024-03-01' = {
  name: '${name}-environment'
  location: location
  properties: {
    appLogsConfiguration: {
      destination: 'log-analytics'
      logAnalyticsConfiguration: {
        customerId: logs.properties.customerId
        sharedKey: logs.listKeys().primarySharedKey
      }
    }
    vnetConfiguration: { infrastructureSubnetId: subnetId }
    workloadProfiles: [{ name: 'Consumption', workloadProfileType: 'Consumption' }]
  }
}

resource app 'Microsoft.App/containerApps@2024-03-01' = {
  name: name
  location: location
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    environmentId: environment.id
    workloadProfileName: 'Consumption'
    configuration: {
      registries: isInRegistry ? [{ server: registry!.properties.loginServer, identity: identity.id }] : []
      ingress: { external: true, targetPort: 8080, transport: 'http', allowInsecure: false }
      secrets: [
        { name: 'inventory', value: inventory }
      ]
    }
    template: {
      // Longer than SpiBot takes to end what it is typing.
      terminationGracePeriodSeconds: 60
      containers: [
        {
          name: 'spibot'
          image: image
          resources: { cpu: json('0.5'), memory: '1Gi' }
          env: [
            { name: 'ASPNETCORE_URLS', value: 'http://+:8080' }
            { name: 'AZURE_CLIENT_ID', value: identity.properties.clientId }
            { name: 'Bot__AppId', value: identity.properties.clientId }
            { name: 'Bot__TenantId', value: subscription().tenantId }
            { name: 'Vault__Uri', value: vault.properties.vaultUri }
            { name: 'SpiBot__Inventory', value: '/config/spibot.json' }
            // Read at start only, and a changed secret makes no new revision; this does.
            { name: 'INVENTORY_HASH', value: uniqueString(inventory) }
            { name: 'Audit__KeySecret', value: journalKeyName }
            { name: 'Storage__Provider', value: 'postgresql' }
            { name: 'Storage__SignInByIdentity', value: 'true' }
            {
              name: 'Storage__ConnectionString'
              value: 'Host=${database.properties.fullyQualifiedDomainName};Database=spibot;Username=${identity.name}'
            }
          ]
          volumeMounts: [{ volumeName: 'config', mountPath: '/config' }]
          probes: [
            {
              type: 'Startup'
              httpGet: { path: '/health/live', port: 8080 }
              periodSeconds: 12
              failureThreshold: 10
              timeoutSeconds: 5
            }
            { type: 'Liveness', httpGet: { path: '/health/live', port: 8080 }, periodSeconds: 10, timeoutSeconds: 5 }
            { type: 'Readiness', httpGet: { path: '/health/ready', port: 8080 }, periodSeconds: 5, timeoutSeconds: 5 }
          ]
        }
      ]
      scale: { minReplicas: 1, maxReplicas: 1 }
      volumes: [
        {
          name: 'config'
          storageType: 'Secret'
          secrets: [{ secretRef: 'inventory', path: 'spibot.json' }]
        }
      ]
    }
  }
  dependsOn: [readsSecrets, journalKeySecret, pullsImages, signsIn]
}

resource bot 'Microsoft.BotService/botServices@2022-09-15' = {
  name: '${name}-${unique}'
  location: 'global'
  kind: 'azurebot'
  sku: { name: botSku }
  properties: {
    displayName: 'SpiBot'
    endpoint: 'https://${app.properties.configuration.ingress.fqdn}/api/messages'
    msaAppType: 'UserAssignedMSI'
    msaAppId: identity.properties.clientId
    msaAppTenantId: identity.properties.tenantId
    msaAppMSIResourceId: identity.id
    disableLocalAuth: true
  }
}

resource teams 'Microsoft.BotService/botServices/channels@2022-09-15' = {
  parent: bot
  name: 'MsTeamsChannel'
  location: 'global'
  properties: { channelName: 'MsTeamsChannel' }
}

@description('For `spibot manifest --app-id … --host …`.')
output botAppId string = identity.properties.clientId
output host string = app.properties.configuration.ingress.fqdn
output vaultUri string = vault.properties.vaultUri
