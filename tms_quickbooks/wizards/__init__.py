from . import base_partner_merge
from . import quickbooks_connect
from . import quickbooks_connect_return
from . import quickbooks_connect_admin
from . import quickbooks_migration
from . import quickbooks_mapping_file
from . import quickbooks_preview
