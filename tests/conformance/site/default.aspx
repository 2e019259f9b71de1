<%-- Copyright (c) 2026, the telepresence.tms contributors
GNU General Public License v3.0+ (see COPYING or https://www.gnu.org/licenses/gpl-3.0.txt)
SPDX-License-Identifier: GPL-3.0-or-later --%>
<%@ Page Language="C#" MasterPageFile="~/Site.master" ClientTarget="uplevel" %>
<script runat="server">
  protected override void OnInit(EventArgs e)
  {
      // What is posted back in a session that has ended is lost: the start page comes instead.
      Session["began"] = true;
      lock (Estate.Sessions)
          if (Estate.Sessions.Add(Session.SessionID) && Request.HttpMethod == "POST")
              Response.Redirect("default.aspx");
      string name;
      switch (Request.QueryString["pageId"])
      {
          case "35": name = "GeneralSettings"; break;
          case "61": name = "Navigator"; break;
          case "62": name = "SystemPage"; break;
          default: name = "Portal"; break;
      }
      Title = "Cisco TMS - " + name;
      uxPlace.Controls.Add(LoadControl("~/Controls/" + name + ".ascx"));
      base.OnInit(e);
  }
</script>
<asp:Content ContentPlaceHolderID="uxContent" runat="server">
  <asp:PlaceHolder ID="uxPlace" runat="server" />
</asp:Content>
